"""A proxy that answers nothing and keeps what it was asked: with it as a browser's only way out, no request goes unseen."""
import socketserver
import threading


class CountingProxy:
    def __init__(self):
        asked = self.asked = []

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                line = self.rfile.readline(4096).decode("latin-1").strip()
                asked.append(line)
                self.wfile.write(b"HTTP/1.1 502 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, own_hosts: tuple[str, ...]) -> list[str]:
        """The first lines of the requests since the last call, without those to hosts that the browser itself asks."""
        lines = self.asked[:]
        del self.asked[: len(lines)]
        return [line for line in lines if not any(host in line for host in own_hosts)]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
