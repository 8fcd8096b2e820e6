import { expect, test } from 'vitest';
import { parseServeOptions, UsageError } from './options.ts';

test('the world of the golden pages: hollow workers from node-0, zones in turn, no Node of the control plane', () => {
  const options = parseServeOptions(['serve', '--nodes', '4', '--port', '0', '--speed', 'max', '--headless'])!;
  expect(options).toMatchObject({ host: '127.0.0.1', port: 0, speed: 'max', headless: true, kubeconfig: undefined });
  expect(options.topology.nodes.map(({ name, zone }) => `${name}/${zone}`)).toEqual(['node-0/zone-a', 'node-1/zone-b', 'node-2/zone-c', 'node-3/zone-a']);
  expect(options.topology).toMatchObject({ hollow: true, controlPlane: { node: false } });
});

test.each([[['--port', 'x']], [['--nodes', '0']], [['--speed', '-1']], [['--wat']], [['start']], [['--zones', ',']]])('%j cannot be obeyed', (argv) => {
  expect(() => parseServeOptions(argv)).toThrow(UsageError);
});

test('help is wanted', () => {
  expect(parseServeOptions(['--help'])).toBeUndefined();
});
