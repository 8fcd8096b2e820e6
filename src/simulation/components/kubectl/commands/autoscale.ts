import type { KubeObject } from '../../../apimachinery/meta.ts';
import { bool, changeFlags, fileFlags, int, text } from '../arguments/flags.ts';
import { apiVersionOfMapping, builtIn } from '../arguments/mapping.ts';
import { readInfos, targetsOf } from '../arguments/targets.ts';
import type { Command } from '../command.ts';
import { createObject } from '../create-object.ts';
import { fail, failWithAll } from '../errors.ts';

/** Source: kubectl cmd/autoscale/autoscale.go. */
export const autoscale: Command = {
  name: 'autoscale',
  flags: [...changeFlags, ...fileFlags, int('min', -1), int('max', -1), int('cpu-percent', -1), text('name'), text('field-manager'), bool('save-config')],
  *run(session, { args, flags }) {
    const [min, max, percent] = [flags.int('min'), flags.int('max'), flags.int('cpu-percent')];
    if (!flags.changed('max')) fail('required flag(s) "max" not set');
    if (max < 1) fail('--max=MAXPODS is required and must be at least 1, max: ' + max);
    if (max < min) fail(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
    const { infos, failures } = yield* readInfos(session, yield* targetsOf(session, args, flags));
    failWithAll(failures);
    for (const { mapping, name } of infos) {
      const target = { type: 'Utilization', averageUtilization: percent };
      const scaler: KubeObject = {
        apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', status: { currentMetrics: null, desiredReplicas: 0 },
        metadata: { creationTimestamp: null as unknown as string, name: flags.text('name') || name, namespace: session.namespace },
        spec: {
          maxReplicas: max, scaleTargetRef: { apiVersion: apiVersionOfMapping(mapping), kind: mapping.kind, name },
          ...(min > 0 ? { minReplicas: min } : {}), ...(percent >= 0 ? { metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] } : {}),
        },
      };
      yield* createObject(session, flags, builtIn('autoscaling', 'horizontalpodautoscalers'), scaler, 'kubectl-autoscale', { word: 'autoscaled' });
    }
  },
};
