import type { Container } from '../../../contracts/cri.ts';
import type { PodObject } from '../context.ts';
import type { FailedProbes } from '../runtime/actions.ts';
import type { ProbeResults } from '../status/generate.ts';

export class ProbeManager implements ProbeResults, FailedProbes {
  isStarted(_podUid: string, _container: string, _containerId: string): boolean {
    return true;
  }
  isReady(_podUid: string, _container: string, _containerId: string): boolean {
    return true;
  }
  livenessFailed(_containerId: string): boolean {
    return false;
  }
  startupFailed(_containerId: string): boolean {
    return false;
  }
  sidecarStarted(_container: Container): boolean {
    return true;
  }
  addPod(_pod: PodObject): void {}
  stopLivenessAndStartup(_uid: string): void {}
  removePod(_uid: string): void {}
}
