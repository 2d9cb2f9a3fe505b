"""Raw results as files, small enough to be kept: a benchmark without its raw figures does not exist."""

import datetime
import json
import pathlib
import platform
import statistics
import subprocess

import goals
import measure

FOLDER = pathlib.Path(__file__).resolve().parent / "results"


def about(counterroll: pathlib.Path, versions: dict) -> dict:
    """What the figures depend on, taken before the first of them."""
    return {
        "started": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "machine": measure.machine(),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", ""),
        "counterroll": measure.output(counterroll, "--version"),
        "binary": measure.output("sha256sum", counterroll).split()[0],
        "checkout": _checkout(),
        "versions": {"python": platform.python_version(), **versions},
    }


def _checkout() -> str:
    """The commit that this folder is at: the binary's own, if it was built here."""
    described = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=FOLDER.parent, capture_output=True, text=True)
    return described.stdout.strip() or "unknown"


def medians(rounds: list[dict]) -> dict:
    """Each contender's medians over the rounds."""
    names = dict.fromkeys(name for one in rounds for name in one["figures"])
    taken = {name: [one["figures"][name] for one in rounds if name in one["figures"]] for name in names}
    return {
        name: {key: round(statistics.median(figures[key] for figures in all_rounds), 3) for key in all_rounds[0]}
        for name, all_rounds in taken.items()
    }


def conclude(name: str, folder: pathlib.Path, about: dict, verdicts: list[dict], rounds: list[dict], more: dict):
    """Prints ratios first, then the medians; writes all of it, each round included."""
    middle = medians(rounds)
    print(f"\n{about['machine']}; {about['counterroll']}; {about['versions']}; medians of {len(rounds)} rounds, contenders in turn")
    print(goals.table(verdicts))
    for contender, figures in middle.items():
        size = f"  {figures['size'] / 1e6:6.0f} MB on disk" if "size" in figures else ""
        rate = figures["events"] / figures["wall"] / 1000
        print(
            f"  {contender:26} {figures['wall']:7.2f} s wall {figures['processor']:7.2f} s processor {figures['peak']:6.0f} MB"
            f" {rate:7.0f}k events/s{size}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{about['started'][:10]}-{name}.json"
    whole = {"about": about, **more, "goals": verdicts, "medians": middle, "rounds": _rounded(rounds)}
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
    print(f"raw figures: {path}")


def _rounded(value):
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, 3) if isinstance(value, float) else value
