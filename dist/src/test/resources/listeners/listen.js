// Writes down what npm's supervisord-eventlistener makes of the events: one line of JSON each, in the file of its argument.
const fs = require('fs');
const listener = require('supervisord-eventlistener');

const record = process.argv[2];

listener.on('event', (name, headers, data) => {
    fs.appendFileSync(record, JSON.stringify([name, headers, data]) + '\n');
});
process.stdin.on('end', () => process.exit(0));
listener.listen(process.stdin, process.stdout);
