import { expect, test } from 'vitest';
import { NodeWorld } from '../../../../tests/harness/node-world.ts';

const nginx = { containers: [{ name: 'nginx', image: 'nginx:1.14.2', imagePullPolicy: 'IfNotPresent' }] };

test('a pod that is bound to the node comes up, is reported and goes in order', () => {
  const world = new NodeWorld();
  world.run(3);
  world.pod('web', nginx);
  world.run(0.2);
  expect(world.status('web').containerStatuses[0].state).toEqual({ waiting: { reason: 'ContainerCreating' } });
  world.run(8);
  const status = world.status('web');
  expect(status.phase).toBe('Running');
  expect(status.podIP).toBe('10.244.1.2');
  console.log(JSON.stringify(status, null, 1), world.api.events(), world.api.requests.join('\n'));
  world.api.deletePod('web');
  world.run(3);
  expect(world.api.get('pods', 'default', 'web')).toBeUndefined();
  console.log(world.api.events());
});
