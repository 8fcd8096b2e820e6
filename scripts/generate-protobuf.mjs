// Writes src/hosts/node/api/protobuf/generated/messages.ts: the field numbers of the API's protobuf messages, read from the file
// descriptors that a kubectl binary carries. Run it by hand for another version: node scripts/generate-protobuf.mjs PATH-OF-KUBECTL
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(home, 'src/hosts/node/api/protobuf/generated');
const files = /^k8s\.io\/(api\/(core|apps|batch|autoscaling|policy|networking|rbac|scheduling|storage|authentication|authorization|certificates|coordination|discovery|events|node)\/v[12]|apimachinery\/pkg\/(apis\/meta\/v1|api\/resource|util\/intstr|runtime))\/generated\.proto$/;

/** Fields of a message: [number, wire type, value]; bytes as a Buffer. */
function* fieldsOf(buffer) {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = buffer[at++];
      if (byte === undefined) throw new Error('truncated');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < buffer.length) {
    const key = varint();
    const wire = key & 7;
    if (wire === 0) yield [key >>> 3, varint()];
    else if (wire === 2) {
      const length = varint();
      yield [key >>> 3, buffer.subarray(at, (at += length))];
    } else throw new Error(`wire type ${wire}`);
  }
}

const scalars = { 1: 'd', 3: 'i', 4: 'i', 5: 'i', 8: 'b', 9: 's', 12: 'y', 13: 'i' };

/** Source: google/protobuf/descriptor.proto. */
function readFile(buffer) {
  const file = { name: '', package: '', messages: [] };
  for (const [number, value] of fieldsOf(buffer)) {
    if (number === 1) file.name = value.toString();
    if (number === 2) file.package = value.toString();
    if (number === 4) file.messages.push(readMessage(value));
  }
  return file;
}

function readMessage(buffer) {
  const message = { name: '', fields: [], nested: new Map(), isMap: false };
  for (const [number, value] of fieldsOf(buffer)) {
    if (number === 1) message.name = value.toString();
    if (number === 2) message.fields.push(readField(value));
    if (number === 3) { const inner = readMessage(value); message.nested.set(inner.name, inner); }
    if (number === 7) for (const [option, on] of fieldsOf(value)) if (option === 7 && on === 1) message.isMap = true;
  }
  return message;
}

function readField(buffer) {
  const field = { name: '', number: 0, repeated: false, type: 0, typeName: '' };
  for (const [number, value] of fieldsOf(buffer)) {
    if (number === 1) field.name = value.toString();
    if (number === 3) field.number = value;
    if (number === 4) field.repeated = value === 3;
    if (number === 5) field.type = value;
    if (number === 6) field.typeName = value.toString().slice(1);
  }
  return field;
}

function typeOf(field) {
  if (field.type !== 11) return scalars[field.type] ?? 's';
  return `@${short(field.typeName)}`;
}

const short = (name) => name.replace(/^k8s\.io\.(api|apimachinery\.pkg(\.apis)?)\./, '');

function lineOf(message) {
  return message.fields.map((field) => {
    const entry = field.type === 11 ? message.nested.get(field.typeName.split('.').at(-1)) : undefined;
    const type = entry?.isMap ? `{${typeOf(entry.fields.find(({ number }) => number === 2))}` : `${field.repeated ? '[' : ''}${typeOf(field)}`;
    return `${field.number}:${field.name}:${type}`;
  }).join(',');
}

const binary = readFileSync(process.argv[2]);
const messages = new Map();
for (let at = binary.indexOf('\x1f\x8b\x08', 0, 'latin1'); at >= 0; at = binary.indexOf('\x1f\x8b\x08', at + 1, 'latin1')) {
  let file;
  try {
    file = readFile(inflateRawSync(binary.subarray(at + 10, at + 400_000)));
  } catch {
    continue;
  }
  if (files.test(file.name)) for (const message of file.messages) if (!/List$/.test(message.name)) messages.set(short(`${file.package}.${message.name}`), lineOf(message));
}
if (messages.size === 0) throw new Error(`${process.argv[2]} carries no descriptors`);

mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'messages.ts'), `// Written by scripts/generate-protobuf.mjs; do not edit.

/**
 * Message → its fields, 'number:name:type': s string, i integer, b boolean, d double, y bytes, [ list of, { map from string to, @ message.
 */
export const messages: Readonly<Record<string, string>> = {
${[...messages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, line]) => ` ${JSON.stringify(name)}: ${JSON.stringify(line)},`).join('\n')}
}
`);
console.log(`${messages.size} messages`);
