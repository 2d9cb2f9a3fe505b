import AuditModel
import Glibc

/// Whether an archive lies where only its owner can read and change it, and where locks hold.
extension ArchiveFolder {
  private struct Flaw {
    enum Kind { case changeable, foreign, readable, network }

    var kind: Kind
    var message: String
    var hint: String
  }

  /// What a reader is told: each kind of flaw once. Readers need not own what they read.
  var warnings: [String] {
    var kinds: Set<Flaw.Kind> = [.foreign]
    return flaws.filter { kinds.insert($0.kind).inserted }.map(\.message)
  }

  /// Throws where others may change the archive, or could not read afterwards what this run writes.
  /// - Parameter onNetwork: allows a file system that other machines share.
  func requireSafeForWriting(onNetwork: Bool) throws(Failure) {
    for flaw in flaws where flaw.kind != .readable && !(flaw.kind == .network && onNetwork) {
      throw Failure(.settings, flaw.message, hint: flaw.hint)
    }
  }

  private var flaws: [Flaw] {
    var flaws = [path, sources, database, lock].flatMap(flaws(of:))
    if let name = FileSystem(at: path).networkName {
      flaws.append(
        Flaw(
          kind: .network, message: "\(path) lies on a network file system (\(name)), where locks and the order of writes cannot be relied on",
          hint: "keep it on a local disk; or, if no other machine ever writes to it, add --allow-network-folder"))
    }
    return flaws
  }

  /// Who else can get at a file. Whoever may write in the folder could plant a journal that SQLite then plays back, whatever the sticky bit
  /// says; a run by another user would leave files that the owner cannot read.
  private func flaws(of file: String) -> [Flaw] {
    var status = stat()
    guard unsafe stat(file, &status) == 0 else { return [] }
    var flaws: [Flaw] = []
    if status.st_mode & (S_IWGRP | S_IWOTH) != 0 {
      flaws.append(Flaw(kind: .changeable, message: "others on this machine may change \(file)", hint: "chmod go-rwx \(file)"))
    } else if status.st_mode & (S_IRGRP | S_IROTH) != 0 {
      flaws.append(Flaw(kind: .readable, message: "others on this machine may read \(file)", hint: "chmod go-rwx \(file)"))
    }
    if status.st_uid != geteuid() {
      flaws.append(Flaw(kind: .foreign, message: "\(file) belongs to another user", hint: "run the command as its owner"))
    }
    return flaws
  }
}

/// The mount that a path lies on.
private struct FileSystem {
  /// As the kernel's list of mounts names it; nil where that list cannot be read.
  private let kind: String?

  init(at path: String) {
    var status = stat()
    kind = unsafe stat(path, &status) == 0 ? Self.kind(ofDevice: UInt64(status.st_dev)) : nil
  }

  /// Its kind, if other machines share it: flock(2) and SQLite's locks then depend on servers and mount options, and have failed in ways
  /// that lose data.
  var networkName: String? { kind.flatMap { Self.shared.contains($0) ? $0 : nil } }

  private static let shared: Set = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "afs", "ceph", "lustre", "coda", "ncpfs", "vboxsf", "gfs2", "ocfs2", "fuse.sshfs",
    "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse", "fuse.davfs", "fuse.curlftpfs", "fuse.glusterfs", "fuse.ceph-fuse", "fuse.smbnetfs",
    "fuse.goofys", "fuse.juicefs", "fuse.mfs", "fuse.vmhgfs-fuse",
  ]

  /// Looks in proc_pid_mountinfo(5): number, parent, device, … and, after a lone dash, the kind.
  private static func kind(ofDevice device: UInt64) -> String? {
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    for line in text(of: "/proc/self/mountinfo").split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 6, words[2] == "\(major):\(minor)", let dash = words.firstIndex(of: "-"), dash + 1 < words.count else { continue }
      return String(words[dash + 1])
    }
    return nil
  }

  private static func text(of file: String) -> String {
    guard let stream = unsafe fopen(file, "re") else { return "" }
    defer { unsafe fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = unsafe fread(&buffer, 1, buffer.count, stream), count > 0 { bytes.append(contentsOf: buffer[..<count]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
