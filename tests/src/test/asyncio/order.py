"""The order of events of asyncio's primitives; tests/src/test/programs/AsyncioOrder.java is the same in Java.

python3 order.py NAME > NAME.txt writes what the test expects.
"""
import asyncio
import sys

log = []


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def ended(*tasks):
    for task in tasks:
        try:
            await task
        except asyncio.CancelledError:
            pass


# ---- lock


async def lock_user(name, lock, inside):
    log.append(f"{name} asks")
    async with lock:
        log.append(f"{name} in")
        await turns(inside)
        log.append(f"{name} out")


async def lock():
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(lock_user(f"t{i}", lock, i % 3)) for i in range(5)]
    await turns(1)
    log.append("main")
    tasks.append(asyncio.create_task(lock_user("late", lock, 1)))
    tasks[2].cancel()
    await turns(1)
    tasks[4].cancel()
    await ended(*tasks)
    log.append(f"locked {lock.locked()}".lower())


# ---- semaphore


async def semaphore_user(name, semaphore, inside):
    async with semaphore:
        log.append(f"{name} in")
        await turns(inside)
    log.append(f"{name} out")


async def semaphore():
    semaphore = asyncio.Semaphore(2)
    tasks = [
        asyncio.create_task(semaphore_user(f"t{i}", semaphore, 1 + i % 2))
        for i in range(7)
    ]
    await turns(1)
    tasks[3].cancel()
    log.append("main")
    await turns(2)
    tasks.append(asyncio.create_task(semaphore_user("late", semaphore, 0)))
    semaphore.release()
    log.append("released")
    await ended(*tasks)
    await semaphore.acquire()
    await semaphore.acquire()
    await semaphore.acquire()
    log.append(f"locked {semaphore.locked()}".lower())


# ---- event


async def event_waiter(name, event):
    await event.wait()
    log.append(f"{name} first")
    await event.wait()
    log.append(f"{name} second")


async def event():
    event = asyncio.Event()
    tasks = [asyncio.create_task(event_waiter(f"t{i}", event)) for i in range(4)]
    await turns(1)
    tasks[1].cancel()
    event.set()
    log.append("set")
    event.clear()
    log.append(f"is set {event.is_set()}".lower())
    await turns(1)
    log.append("main")
    await turns(1)
    event.set()
    log.append("set again")
    await ended(*tasks)
    await event.wait()
    log.append("main does not wait")


# ---- condition


async def condition_waiter(name, condition):
    async with condition:
        log.append(f"{name} waits")
        try:
            await condition.wait()
            log.append(f"{name} woken")
        except asyncio.CancelledError:
            log.append(f"{name} cancelled, locked {condition.locked()}".lower())
            raise
        await turns(1)
        log.append(f"{name} out")


async def condition_until(name, condition, box):
    async with condition:
        await condition.wait_for(lambda: len(box) >= 2)
        log.append(f"{name} has {len(box)}")


async def condition():
    condition = asyncio.Condition()
    box = []
    tasks = [
        asyncio.create_task(condition_waiter(f"t{i}", condition)) for i in range(6)
    ]
    tasks.append(asyncio.create_task(condition_until("u", condition, box)))
    await turns(2)
    async with condition:
        log.append("main in")
        condition.notify(2)
        tasks[2].cancel()
        await turns(2)
        log.append("main out")
    await turns(6)
    for i in range(2):
        async with condition:
            box.append(i)
            log.append(f"put {i}")
            condition.notify_all()
        await turns(1)
    await ended(*tasks)


# ---- barrier


async def barrier_user(name, barrier, rounds):
    for r in range(rounds):
        await turns(1)
        log.append(f"{name} comes")
        place = await barrier.wait()
        log.append(f"{name} goes as {place}")
        await turns(3)


async def barrier_quitter(name, barrier):
    try:
        await barrier.wait()
    except asyncio.BrokenBarrierError:
        log.append(f"{name} broken")


async def barrier():
    barrier = asyncio.Barrier(3)
    tasks = [asyncio.create_task(barrier_user(f"t{i}", barrier, 3)) for i in range(3)]
    await ended(*tasks)
    tasks = [asyncio.create_task(barrier_quitter(f"q{i}", barrier)) for i in range(2)]
    await turns(1)
    log.append(f"waiting {barrier.n_waiting}")
    await barrier.abort()
    log.append(f"broken {barrier.broken}".lower())
    await ended(*tasks)
    await barrier_quitter("main", barrier)
    await barrier.reset()
    log.append(f"broken {barrier.broken}".lower())
    tasks = [asyncio.create_task(barrier_quitter(f"r{i}", barrier)) for i in range(2)]
    await turns(1)
    await barrier.reset()
    await ended(*tasks)


# ---- queue


async def queue_producer(name, queue, n):
    for i in range(n):
        await queue.put(f"{name}{i}")
        log.append(f"{name} put {i}, size {queue.qsize()}")
        # Without a pause the next put would get before a task that was woken to put: in asyncio only.
        await turns(1)


async def queue_consumer(name, queue, pause):
    while True:
        item = await queue.get()
        log.append(f"{name} got {item}, size {queue.qsize()}")
        await turns(pause)
        queue.task_done()


async def queue():
    queue = asyncio.Queue(2)
    producers = [asyncio.create_task(queue_producer(n, queue, 4)) for n in "ab"]
    await turns(2)
    log.append(f"full {queue.full()}".lower())
    consumers = [
        asyncio.create_task(queue_consumer("c", queue, 1)),
        asyncio.create_task(queue_consumer("d", queue, 2)),
    ]
    await ended(*producers)
    log.append("produced")
    await queue.join()
    log.append("joined")
    queue.put_nowait("x")
    queue.put_nowait("y")
    await turns(1)
    consumers[1].cancel()
    await turns(4)
    consumers[0].cancel()
    await ended(*consumers)
    log.append(f"empty {queue.empty()}".lower())


async def priority():
    queue = asyncio.PriorityQueue()
    lifo = asyncio.LifoQueue()
    consumers = [
        asyncio.create_task(queue_consumer("p", queue, 0)),
        asyncio.create_task(queue_consumer("l", lifo, 0)),
    ]
    await turns(1)
    for i in [5, 3, 9, 1]:
        queue.put_nowait(i)
        lifo.put_nowait(i)
    await queue.join()
    await lifo.join()
    for consumer in consumers:
        consumer.cancel()
    await ended(*consumers)


asyncio.run(globals()[sys.argv[1]]())
print("\n".join(log))
