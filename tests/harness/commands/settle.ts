import { type Command, options, duration } from '../command.ts';
import type { World } from '../world.ts';

const STEP_US = 1_000_000;
const QUIET_US = 10_000_000;

/** `settle [quiet=10s] [limit=300s]`: virtual time passes until nothing but heartbeats has been written for a while. */
export const settle: Command = {
  name: 'settle',
  run(world, args) {
    const given = options(args);
    const quietUs = given.has('quiet') ? duration(given.get('quiet')!) : QUIET_US;
    const limitUs = given.has('limit') ? duration(given.get('limit')!) : 300_000_000;
    const startUs = world.cluster.nowUs;
    let lastUs = startUs;
    while (world.cluster.nowUs - lastUs < quietUs) {
      if (world.cluster.nowUs - startUs > limitUs) return `not settled within ${limitUs / 1e6} s`;
      if (changesDuring(world, STEP_US)) lastUs = world.cluster.nowUs;
    }
    return '';
  },
};

/** Writes that are no heartbeats: neither leases nor what a kubelet or a leader says to show that it is alive. */
function changesDuring(world: World, us: number): boolean {
  const { trace } = world.cluster.engine;
  const from = trace.next;
  world.advance(us);
  return trace.range(from, trace.next).some((span) => !('from' in span) && span.kind === 'commit' && !/^\/registry\/(leases|minions|events)\//.test(span.about));
}
