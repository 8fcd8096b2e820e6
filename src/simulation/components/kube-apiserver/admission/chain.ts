import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { type AdmissionPlugin, type AdmissionRequest, isPostponed, type Postponed } from './plugin.ts';

/** All plugins in their order. */
export class AdmissionChain {
  private readonly mutating: readonly AdmissionPlugin[];
  private readonly validating: readonly AdmissionPlugin[];

  constructor(plugins: readonly AdmissionPlugin[]) {
    this.mutating = plugins.filter(({ admit }) => admit !== undefined);
    this.validating = plugins.filter(({ validate }) => validate !== undefined);
  }

  /** Lets every mutating plugin have its say, waiting for those that ask to be asked again. */
  *admitPatiently(request: AdmissionRequest): Process<KubeObject | Status | undefined> {
    let { object } = request;
    for (const plugin of this.mutating) {
      for (let attempt = 0; ; attempt++) {
        const verdict = this.ask(plugin, request, object, attempt);
        if (isPostponed(verdict)) {
          yield verdict.postponeUs;
          continue;
        }
        if (isStatusFailure(verdict)) return verdict;
        object = verdict;
        break;
      }
    }
    return object;
  }

  /** The same at once: for updates, where no plugin waits. */
  admit(request: AdmissionRequest): KubeObject | Status | undefined {
    let { object } = request;
    for (const plugin of this.mutating) {
      const verdict = this.ask(plugin, request, object, Infinity);
      if (isStatusFailure(verdict)) return verdict;
      object = verdict as KubeObject | undefined;
    }
    return object;
  }

  /** The first refusal of a validating plugin. */
  validate(request: AdmissionRequest): Status | undefined {
    for (const plugin of this.validating) {
      const refusal = plugin.validate!(request);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  private ask(plugin: AdmissionPlugin, request: AdmissionRequest, object: KubeObject | undefined, attempt: number): KubeObject | Status | Postponed | undefined {
    const same = object === request.object && attempt === request.attempt;
    return plugin.admit!(same ? request : { ...request, object, attempt });
  }
}
