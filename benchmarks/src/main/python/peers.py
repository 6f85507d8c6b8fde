"""The workloads that asyncio takes part in.

    peers.py list               the version of Python and the names of the workloads, with those
                                variants that can't be done: AsyncTree-eager
    peers.py WORKLOAD VARIANT   the processor time and the wall time of an operation, in nanoseconds
"""

import asyncio
import sys
import time


class Work:
    """What is run, and how many operations that is."""

    def __init__(self, main, operations, expected):
        self.main = main
        self.operations = operations
        self.expected = expected


suspends = False


async def fib(n):
    if n < 2:
        if suspends:
            await asyncio.sleep(0)
        return n
    return await fib(n - 1) + await fib(n - 2)


async def level(depth, suspending):
    if depth == 0:
        if suspending:
            await asyncio.sleep(0)
        return 0
    return await level(depth - 1, suspending) + 1


async def yielding(times):
    done = 0
    while done < times:
        await asyncio.sleep(0)
        done += 1
    return done


async def round_robin(count, times):
    tasks = [asyncio.create_task(yielding(times)) for _ in range(count)]
    total = 0
    for task in tasks:
        total += await task
    return total


async def ping(rounds, there, back):
    total = 0
    for number in range(rounds):
        await there.put(number)
        total += await back.get()
    return total


async def pong(rounds, there, back):
    for _ in range(rounds):
        await back.put(await there.get() + 1)


async def ping_pong(rounds):
    there, back = asyncio.Queue(1), asyncio.Queue(1)
    other = asyncio.create_task(pong(rounds, there, back))
    total = await asyncio.create_task(ping(rounds, there, back))
    await other
    return total


async def skynet(number, size):
    if size == 1:
        return number
    part = size // 10
    children = [asyncio.create_task(skynet(number + i * part, part)) for i in range(10)]
    total = 0
    for child in children:
        total += await child
    return total


SLEEP_SECONDS = 0.05


def leaf_sleeps(kind, leaf):
    return kind == "io" or kind == "memoization" and leaf % 10 == 0 or kind == "cpu_io_mixed" and leaf % 2 == 0


def leaf_value(kind, leaf):
    if kind != "cpu_io_mixed" or leaf % 2 == 0:
        return 1
    value = leaf
    for _ in range(200):
        value = (value * 1_103_515_245 + 12_345) & 0xFFFFFFFF
    return value & 1


async def tree(levels, kind, number):
    if levels == 0:
        if leaf_sleeps(kind, number):
            await asyncio.sleep(SLEEP_SECONDS)
        return leaf_value(kind, number)
    return sum(await asyncio.gather(*[tree(levels - 1, kind, number * 6 + i) for i in range(6)]))


async def sleeper(number, factor, offset, deadline):
    await asyncio.sleep(deadline - time.monotonic())
    return number * factor + offset


async def sleepers(count):
    deadline = time.monotonic() + 5
    tasks = [asyncio.create_task(sleeper(i, i & 7, i & 15, deadline)) for i in range(count)]
    total = 0
    for task in tasks:
        total += await task
    return total


async def timers(count):
    loop = asyncio.get_running_loop()
    handles = [loop.call_later(3_600 + i * 7_919 % count / 1_000, print) for i in range(count)]
    cancelled = 0
    for i in range(count):
        handle = handles[i * 7_919 * 7_919 % count]
        handle.cancel()
        cancelled += handle.cancelled()
    return cancelled


async def numbers(count):
    for i in range(count):
        yield i & 63


async def async_sum(count):
    total = 0
    async for number in numbers(count):
        total += number
    return total


def plain_numbers(count):
    for i in range(count):
        yield i & 63


async def plain_sum(count):
    total = 0
    for number in plain_numbers(count):
        total += number
    return total


class Failing(Exception):
    def __init__(self, depth):
        super().__init__("at the bottom")
        self.depth = depth


async def failing(depth, bottom, suspending):
    if depth < bottom:
        return await failing(depth + 1, bottom, suspending) + 1
    if suspending:
        await asyncio.sleep(0)
    raise Failing(depth)


async def caught(depth, suspending):
    try:
        return await failing(0, depth, suspending)
    except Failing as e:
        return e.depth


def tree_work(variant):
    kind = "none" if variant == "eager" else variant
    leaves = sum(leaf_value(kind, leaf) for leaf in range(6**6))
    return Work(lambda: tree(6, kind, 0), 55_987, leaves)


def generators(variant):
    total = sum(i & 63 for i in range(1_000))
    main = async_sum if variant == "async" else plain_sum
    return Work(lambda: main(1_000), 1_000, total)


# asyncio has had eager tasks since Python 3.12 only.
MISSING = ["AsyncTree-eager"]

SLEEPERS = 100_000
TIMERS = 1_000_000

WORK = {
    "Fib": lambda variant: Work(lambda: fib(20), 1, 6765),
    "Chain": lambda variant: Work(lambda: level(1_000, variant == "once"), 1_000, 1_000),
    "Yield": lambda variant: Work(lambda: yielding(1_000), 1_000, 1_000),
    "RoundRobin": lambda variant: Work(lambda: round_robin(1_000, 100), 100_000, 100_000),
    "PingPong": lambda variant: Work(lambda: ping_pong(1_000), 1_000, 500_500),
    "Skynet": lambda variant: Work(lambda: skynet(0, 100_000), 111_111, 4_999_950_000),
    "AsyncTree": tree_work,
    "Sleepers": lambda variant: Work(
        lambda: sleepers(SLEEPERS), SLEEPERS, sum(i * (i & 7) + (i & 15) for i in range(SLEEPERS))
    ),
    "Timers": lambda variant: Work(lambda: timers(TIMERS), TIMERS, TIMERS),
    "Generators": generators,
    "Failure": lambda variant: Work(lambda: caught(64, variant == "once"), 1, 64),
}

ONCE = {"Sleepers", "Timers"}
WARMUP_SECONDS = 0.3
MEASURED_SECONDS = 1.0


def repeat(work, seconds):
    """Runs the work for some time; gives how often."""

    async def main():
        times = 0
        end = time.monotonic() + seconds
        while times == 0 or time.monotonic() < end:
            result = await work.main()
            if result != work.expected:
                raise AssertionError(f"{result} is not {work.expected}")
            times += 1
        return times

    return asyncio.run(main())


def run(name, variant):
    sys.setrecursionlimit(100_000)
    work = WORK[name](variant)
    if name not in ONCE:
        repeat(work, WARMUP_SECONDS)
    cpu, wall = time.process_time_ns(), time.monotonic_ns()
    times = repeat(work, MEASURED_SECONDS)
    cpu, wall = time.process_time_ns() - cpu, time.monotonic_ns() - wall
    operations = times * work.operations
    print(cpu / operations, wall / operations)


if sys.argv[1] == "list":
    print("%d.%d.%d" % sys.version_info[:3], *WORK, *MISSING)
else:
    run(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
