"""make bench: ours against viewflow's stock pages, in one run, as ratios. Needs PostgreSQL.

Every figure is CPU of the Python process that serves the page, so a busy machine disturbs it least; rounds
of both contestants alternate, and the median round counts.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit, urlunsplit

SERVER = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
NAMES = {"ours": "timbang_bench", "stock": "timbang_bench_stock"}
ROUNDS, STEPS, READS = 5, 30, 60
TAKEN = ("supervisor_review", "self_assessment", "employee_response")
WAYS = {"step": "step", "way": "step with its pages:"}
ON_SQLITE = 100_000  # entries of the log
SEARCHES, SEARCHED = {
    "newest": "newest", "by_actor": "by actor", "by_event": "by event", "by_person": "by person", "by_unit": "by unit",
    "by_day": "by day", "by_change": "by change", "by_old_value": "old value", "by_common_word": "free text, common word",
    "by_rare_word": "free text, rare word (first page, nothing found in its share)", "further": "one part further back",
    "days": "days",
}, 20  # fmt: skip


class Contestant:
    """A child process with a settings module and a database of its own."""

    def __init__(self, name, settings, variable, url):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings, variable: url, "SECRET_KEY": "only-for-benchmarks",
            "ALLOWED_HOSTS": "*", "DEMO": "0", "HTTPS": "0", "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        run = [sys.executable, "-m", "django"]
        subprocess.run([*run, "migrate", "-v0"], env=environment, check=True)
        if settings == "config.settings":
            subprocess.run([*run, "collectstatic", "-v0", "--noinput"], env=environment, check=True)
        self.child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.child", name],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __call__(self, command, *arguments):
        self.child.stdin.write(json.dumps([command, *arguments]) + "\n")
        self.child.stdin.flush()
        return json.loads(self.child.stdout.readline())

    def close(self):
        self.child.stdin.close()
        self.child.wait()


def main():
    options = arguments()
    for name in NAMES.values():
        fresh_database(name)
    ours = ours_on(on_server(NAMES["ours"]))
    url = on_server(NAMES["stock"])
    stock = Contestant("stock", "benchmarks.stock.settings", "BENCH_STOCK_DATABASE_URL", url)
    try:
        step(ours, stock)
        inbox(ours, stock, options.sizes)
    finally:
        ours.close()
        stock.close()
    memory(options.requests)
    launch(options.launch)
    importing(options.staff)
    sweep(options.due)
    killed(options.kills)
    log(options.entries)
    live(options.pages, options.soak, options.seconds)
    search(options.search)


def ours_on(url):
    return Contestant("ours", "config.settings", "DATABASE_URL", url)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000], help="open steps")
    parser.add_argument("--launch", type=int, default=10_000, help="appraisals to open at once")
    parser.add_argument("--staff", type=int, default=20_000, help="rows of a staff file")
    parser.add_argument("--due", type=int, default=10_000, help="deadlines that are due at once")
    parser.add_argument("--kills", type=int, default=1_000, help="of workers and servers, half on each database")
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries of the log")
    parser.add_argument(
        "--search", type=int, nargs="*", default=[50_000, 5_000_000], help="entries searched; none: skip"
    )
    parser.add_argument("--pages", type=int, default=500, help="open while hints are timed; 0: skip")
    parser.add_argument("--soak", type=int, default=2_000, help="open while memory is watched")
    parser.add_argument("--seconds", type=int, default=360, help="that memory is watched")
    parser.add_argument("--requests", type=int, default=5_000, help="requests before memory is read")
    return parser.parse_args()


def step(ours, stock):
    """The request that takes the step; then all the way from its page, which in ours has a check page between."""
    for how, title in WAYS.items():
        for name in TAKEN:
            for contestant in (ours, stock):
                contestant("queue", how, name, (ROUNDS + 1) * STEPS)
                contestant(how, STEPS, name)  # warm
            mine, theirs = alternate(ours, stock, how, STEPS, name)
            row(f"{title} {name}", mine, theirs, "<= 1.0" if how == "step" else "(none)")


def inbox(ours, stock, sizes):
    tails = {}
    for size in sizes:
        for contestant in (ours, stock):
            contestant("prepare", size)
            contestant("inbox", READS)
        mine, theirs = alternate(ours, stock, "inbox", READS)
        row(f"inbox at {size:,} open steps", mine, theirs, "<= 0.6")
        tails[size] = statistics.quantiles(ours("inbox", 300)["walls"], n=100)[98]
    first, last = sizes[0], sizes[-1]
    say(f"inbox p99, {last:,} / {first:,}", f"{tails[last] / tails[first]:.2f}", "<= 1.2")


def memory(requests):
    found = figures("benchmarks.worker", on_server(NAMES["ours"]), str(requests))
    say(f"page worker after {requests:,} requests", f"{found['resident']:.0f} MiB", "<= 100 MiB")


def live(pages, soak, seconds):
    """Hints to open pages, through a Redis: benchmarks/live.py."""
    if not pages:
        return
    asked = ["--pages", str(pages), "--soak", str(soak), "--seconds", str(seconds)]
    run = [sys.executable, "-m", "benchmarks.live", *asked]
    found = json.loads(subprocess.run(run, check=True, stdout=subprocess.PIPE).stdout)
    say(f"hint to one of {pages:,} open pages, p95", f"{found['p95']:.0f} ms", "<= 300 ms")
    first, *_others, last = found["resident"]
    say(f"{soak:,} open pages, resident at first / at last", f"{first:.0f} / {last:.0f} MiB", "(none)")
    say(f"{soak:,} open pages, growth once warm", f"{found['mib_per_minute']:.2f} MiB a minute", "<= 0.5")


def launch(count):
    """A whole cycle on both databases, each the way that benchmarks/launch.py says."""
    fresh_database(NAMES["ours"])
    with tempfile.TemporaryDirectory() as folder:
        for url, target in ((on_server(NAMES["ours"]), 10), (f"sqlite:///{folder}/bench.sqlite3", 8)):
            name = f"{urlsplit(url).scheme}: launch of {count:,}"
            found = figures("benchmarks.launch", url, str(count))
            say(f"{name}, one by one / at once", f"{found['alone'] / found['at_once']:.1f}x", f">= {target}x")
            say(f"{name}, in batches of 1 / at once", f"{found['in_ones'] / found['at_once']:.1f}x", "(none)")
            say(f"{name}, CPU an appraisal", f"{found['at_once'] * 1e6:.0f} us", "(none)")
            say(f"{name}, statements", f"{found['statements']:.0f}", "<= 50")
            say(f"{name}, memory at its peak", f"+{found['memory']:.0f} MiB", "(none)")


def importing(rows):
    """A city's file read for the first time, on both databases; by the clock."""
    fresh_database(NAMES["ours"])
    with tempfile.TemporaryDirectory() as folder:
        for url in (on_server(NAMES["ours"]), f"sqlite:///{folder}/bench.sqlite3"):
            found = figures("benchmarks.importing", url, str(rows))
            say(f"{urlsplit(url).scheme}: import of {rows:,} people", f"{found['seconds']:.1f} s", "<= 60 s")


def sweep(due):
    """Deadlines lapsed by four workers, as benchmarks/sweep.py says; then fewer, with workers killed at random."""
    for count, kills in ((due, 0), (due // 5, 20)):
        fresh_database(NAMES["ours"])
        found = figures("benchmarks.sweep", on_server(NAMES["ours"]), str(count), "4", str(kills))
        what = f"{count:,} deadlines, 4 workers, {found['kills']} killed"
        say(what, f"{found['seconds']:.0f} s, {found['cpu']:.0f} s of CPU", "<= 60 s" if not kills else "(none)")
        say(f"{what}: early, twice, lost", f"{found['early']}, {found['doubles']}, {found['lost']}", "0, 0, 0")


def killed(kills):
    """Workers, sealers and servers killed at random, as benchmarks/kills does it, on both databases."""
    fresh_database(NAMES["ours"])
    with tempfile.TemporaryDirectory() as folder:
        for url in (on_server(NAMES["ours"]), f"sqlite:///{folder}/bench.sqlite3"):
            found = figures("benchmarks.kills", url, "--kills", str(kills // 2))
            what = f"{url.partition(':')[0]}: {sum(found['kills'].values())} killed in {found['seconds']:.0f} s"
            wrong = ", ".join(str(found[name]) for name in ("lost", "doubled", "early", "twice", "broken"))
            say(f"{what}: lost, doubled, early, twice, found by audit_verify", wrong, "0, 0, 0, 0, 0")
            bound = f"<= {found['mail_kills']} (kills of the mail worker)"
            say(f"{what}: letters sent again", found["sent_again"], bound)
            say(f"{what}: messages to devices sent again", found["pushed_again"], f"<= {8 * found['push_kills']}")
            say(f"{what}: copies under another Message-ID", found["renamed"], "0")


def log(entries):
    """The sealed log: PostgreSQL with all entries, SQLite with some; then people who take steps meanwhile."""
    fresh_database(NAMES["ours"])
    with tempfile.TemporaryDirectory() as folder:
        log_on(f"sqlite:///{folder}/bench.sqlite3", min(entries, ON_SQLITE))
        log_on(on_server(NAMES["ours"]), entries)
    fresh_database(NAMES["ours"])
    found = figures("benchmarks.log.beside", on_server(NAMES["ours"]))
    say("steps of 4 writers, with entries / without", f"{found['rate']:.0f} a second, {found['share']:.2f}", ">= 0.85")
    say("4 writers: event to signed checkpoint, p99", f"{found['p99']:.2f} s", "<= 2 s")


def log_on(url, entries):
    found, name = figures("benchmarks.log", url, str(entries)), url.partition(":")[0]
    say(f"{name}: sealing {entries:,} entries", f"{found['seal_wall']:,.0f} a second", ">= 10,000")
    say(f"{name}: sealing {entries:,} entries", f"{found['seal']:,.0f} a CPU second", "(none)")
    say(f"{name}: sealing one act", f"{found['one'] * 1000:.0f} ms", "(none)")
    say(f"{name}: inclusion proof, verified", f"{found['proof'] * 1000:.1f} ms", "<= 15 ms")
    say(f"{name}: dossier of one appraisal", f"{found['dossier'] * 1000:.0f} ms", "(none)")
    say(f"{name}: dossier, memory above idle", f"{found['dossier_memory']:.0f} MiB", "(none)")
    say(f"{name}: ends of all streams, memory above idle", f"{found['heads_memory']:.0f} MiB", "(none)")
    say(f"{name}: rebuild / bare hashing", f"{found['tree'] / found['floor']:.2f}", "<= 2.5")
    say(f"{name}: audit_verify / reading and hashing once", f"{found['checked'] / found['streamed']:.2f}", "<= 3")
    say(f"{name}: audit_verify, memory above idle", f"{found['memory']:.0f} MiB", "<= 64 MiB")


def figures(program, url, *arguments):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    run = [sys.executable, "-m", program, *arguments]
    return json.loads(subprocess.run(run, env=environment, check=True, stdout=subprocess.PIPE).stdout)


def search(sizes):
    """The first page of the log in a small and in a large one, by turns; and one part of what a rare word is looked for in."""
    logs = []
    for size in sizes:
        fresh_database(f"timbang_bench_log_{size}")
        logs.append(Contestant("search", "config.settings", "DATABASE_URL", on_server(f"timbang_bench_log_{size}")))
        logs[-1]("prepare", size)
    try:
        for what, title in SEARCHES.items() if logs else ():
            for one in logs:
                one(what, SEARCHED)  # warm
            found = [[statistics.median(one(what, SEARCHED)["walls"]) for one in logs] for _ in range(ROUNDS)]
            few, many = (statistics.median(times) * 1000 for times in zip(*found, strict=True))
            say(
                f"log {title}, {sizes[-1]:,} / {sizes[0]:,}",
                f"{many:.1f} ms / {few:.1f} ms = {many / few:.2f}",
                "<= 1.3",
            )
    finally:
        for one in logs:
            one.close()


def alternate(ours, stock, *command):
    rounds = [(ours(*command)["cpu"], stock(*command)["cpu"]) for _ in range(ROUNDS)]
    mine, theirs = zip(*rounds, strict=True)
    return statistics.median(mine), statistics.median(theirs)


def row(what, mine, theirs, target):
    say(what, f"{mine * 1000:.1f} ms / {theirs * 1000:.1f} ms = {mine / theirs:.2f}", target)


def say(what, figure, target):
    print(f"{what:<52} {figure!s:>28}   target {target}", flush=True)


def on_server(name):
    parts = urlsplit(SERVER)
    return urlunsplit(parts._replace(path=f"/{name}"))


def fresh_database(name):
    import psycopg
    from psycopg import sql

    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


if __name__ == "__main__":
    main()
