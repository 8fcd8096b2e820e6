// Stands in for kubectl and sleep on the PATH of a page: passes the command line to the runner and prints what comes back.
import { readFileSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { basename } from 'node:path';

const argv = process.argv.slice(3);
const name = basename(process.argv[2]);
const readsStdin = name === 'kubectl' && argv.some((word, i) => word === '-f-' || word === '--filename=-' || (word === '-' && /^(-f|--filename)$/.test(argv[i - 1])));
const request = { name, argv, cwd: process.cwd(), stdin: readsStdin ? readFileSync(0, 'utf8') : undefined, timeoutSeconds: Number(process.env.KUBEGLASS_TIMEOUT ?? 0) };
const socket = connect(process.env.KUBEGLASS_SOCKET);
socket.write(`${JSON.stringify(request)}\n`);

let rest = '';
socket.setEncoding('utf8').on('data', (text) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop();
  for (const line of lines) handle(JSON.parse(line));
});

function handle(message) {
  if (message.exit !== undefined) process.exit(message.exit);
  try {
    writeAll(message.stream === 'stderr' ? 2 : 1, Buffer.from(message.text));
  } catch (error) {
    // `| head -1` closes the pipe.
    if (error.code === 'EPIPE') process.exit(141);
    throw error;
  }
}

function writeAll(fd, bytes) {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
