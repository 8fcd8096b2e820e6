import type { Command } from '../command.ts';

/** Source: kubectl cmd/clusterinfo. */
export const clusterInfo: Command = {
  name: 'cluster-info',
  *run(session) {
    session.line(`Kubernetes control plane is running at https://control-plane:6443\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.`);
  },
};
