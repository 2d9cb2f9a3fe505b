"""Runs commands and tells their wall time, processor time and peak memory, as the kernel counted them.

The kernel counts the memory that a child shares with its parent before it starts its own program, so whoever measures must stay small:
the benchmarks never hold a data file in memory.
"""

import os
import platform
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Cost:
    wall: float  # seconds
    processor: float  # seconds, user and system, all threads
    peak: float  # MB (10^6 bytes), largest resident set


def run(command, **options) -> Cost:
    options.setdefault("stdout", subprocess.DEVNULL)
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], **options)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        raise SystemExit(f"failed ({status}): {' '.join(map(str, command))}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)


def settled(command, **options) -> Cost:
    """The same, when what earlier commands left unwritten is on the disk, so that nobody pays for the one before."""
    os.sync()
    return run(command, **options)


def median(costs) -> Cost:
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.processor for cost in costs),
        statistics.median(cost.peak for cost in costs),
    )


def machine() -> str:
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, load {os.getloadavg()[0]:.2f}, Linux {platform.release()}"


def output(*command) -> str:
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout.strip()


def load() -> float:
    return os.getloadavg()[0]
