# Waits for the broker, and makes the queue that everybody uses.
until redis-cli -s "$PWD/run/broker.sock" ping 2>/dev/null; do :; done
redis-cli -s "$PWD/run/broker.sock" rpush work first
echo the broker is prepared
