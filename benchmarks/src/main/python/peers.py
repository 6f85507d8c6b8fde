"""The workloads that asyncio takes part in.

    peers.py list               the version of Python and the names of the workloads
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


WORK = {
    "Fib": lambda variant: Work(lambda: fib(20), 1, 6765),
    "Chain": lambda variant: Work(lambda: level(1_000, variant == "once"), 1_000, 1_000),
    "Yield": lambda variant: Work(lambda: yielding(1_000), 1_000, 1_000),
    "RoundRobin": lambda variant: Work(lambda: round_robin(1_000, 100), 100_000, 100_000),
    "PingPong": lambda variant: Work(lambda: ping_pong(1_000), 1_000, 500_500),
    "Skynet": lambda variant: Work(lambda: skynet(0, 100_000), 111_111, 4_999_950_000),
}

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
    repeat(work, WARMUP_SECONDS)
    cpu, wall = time.process_time_ns(), time.monotonic_ns()
    times = repeat(work, MEASURED_SECONDS)
    cpu, wall = time.process_time_ns() - cpu, time.monotonic_ns() - wall
    operations = times * work.operations
    print(cpu / operations, wall / operations)


if sys.argv[1] == "list":
    print("%d.%d.%d" % sys.version_info[:3], *WORK)
else:
    run(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
