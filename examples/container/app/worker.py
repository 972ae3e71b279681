"""Works from time to time."""
import itertools
import time

for number in itertools.count(1):
    print("job", number, "done")
    time.sleep(10)
