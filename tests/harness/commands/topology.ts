import { workers } from '../../../src/protocol/topology.ts';
import { type Command, options } from '../command.ts';

/** `topology workers=3 seed=x cpu=4 memory=8Gi zones=a,b hollow control-plane-node=no`: a new cluster, up for 30 s. */
export const topology: Command = {
  name: 'topology',
  run(world, args) {
    const given = options(args);
    const count = Number(given.get('workers') ?? 3);
    world.create(
      workers({
        count, hollow: args.includes('hollow'), controlPlaneNode: given.get('control-plane-node') !== 'no', cpu: given.get('cpu'), memory: given.get('memory'), pods: given.has('pods') ? Number(given.get('pods')) : undefined,
        zones: given.get('zones')?.split(','),
      }),
      given.get('seed') ?? 'page',
    );
    return '';
  },
};
