"""Run the tests of the installed WeasyPrint's source archive twice, with the composer and without it.

Both runs go at the same time, each on its own copy. Prints the tests that fail only with the composer, or do
not come to an end with it, and exits with 1 if there are any.
"""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Run:
    passed: frozenset[str]
    failed: dict[str, str]
    """Why, by test."""
    seconds: float


def main(arguments: list[str]) -> int:
    version = importlib.metadata.version("weasyprint")
    with tempfile.TemporaryDirectory() as folder:
        archive = _fetch(version, Path(folder))
        places = {"stock": Path(folder, "a"), "composed": Path(folder, "b")}  # pytest cuts long names of tests
        plugins = {"stock": [], "composed": ["-p", "composed"]}
        started = {name: _start(archive, place, [*plugins[name], *arguments]) for name, place in places.items()}
        runs = {name: _finish(process, places[name], name) for name, process in started.items()}
    for name, run in runs.items():
        figures = f"{len(run.passed)} passed, {len(run.failed)} failed, {run.seconds:.0f} s"
        print(f"WeasyPrint {version}, {name}: {figures}")
    stock, composed = runs["stock"], runs["composed"]
    lost = dict.fromkeys(stock.passed - composed.passed - set(composed.failed), "did not run")
    worse = lost | {test: why for test, why in composed.failed.items() if test not in stock.failed}
    _tell("only with the composer", worse)
    _tell(
        "only without the composer",
        {test: why for test, why in stock.failed.items() if test in composed.passed},
    )
    return 1 if worse else 0


def _fetch(version: str, folder: Path) -> Path:
    """Return the source archive of a release, through pip and its settings; nothing is built."""
    download = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", "weasyprint"]
    subprocess.run([*download, "-d", folder, f"weasyprint=={version}"], check=True)
    return next(folder.glob("*.tar.gz"))


def _start(archive: Path, folder: Path, arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start the archive's tests in a folder of their own, on the WeasyPrint that is installed."""
    folder.mkdir()
    with tarfile.open(archive) as packed:
        inside = [member for member in packed if Path(member.name).parts[1:2] == ("tests",)]
        packed.extractall(folder, inside, filter="data")
    top = next(folder.iterdir())
    paths = [str(HERE), os.environ.get("PYTHONPATH", "")]
    settings = ["-q", "-c", os.devnull, "--rootdir", str(top), "-p", "no:cacheprovider"]
    with Path(folder, "log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", *settings, f"--junitxml={folder / 'results.xml'}", *arguments],
            cwd=top,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _finish(process: subprocess.Popen[bytes], folder: Path, run: str) -> Run:
    """Wait for a run and return what became of each test; end the program where there are no results."""
    process.wait()
    results = folder / "results.xml"
    if not results.exists():
        log = (folder / "log").read_text(encoding="utf-8", errors="replace")
        sys.exit(f"{log[-4000:]}\n{run}: the run broke off with exit code {process.returncode}")
    suite = next(ElementTree.parse(results).iter("testsuite"))
    passed, failed = set(), {}
    for case in suite.iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}".replace(folder.as_posix(), "")  # some name files
        bad = next((child for child in case if child.tag in {"failure", "error"}), None)
        if bad is None:
            passed.add(name)
        else:
            failed[name] = (bad.get("message") or "").strip().partition("\n")[0]
    return Run(frozenset(passed), failed, float(suite.get("time", 0)))


def _tell(what: str, tests: dict[str, str]) -> None:
    print(f"\nFailed {what}: {len(tests)}")
    for test, why in sorted(tests.items()):
        print(f"  {test}\n    {why[:200]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
