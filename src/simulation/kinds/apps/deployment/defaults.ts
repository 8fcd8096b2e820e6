import type { Deployment, DeploymentSpec, DeploymentStrategy } from 'kubernetes-types/apps/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { changeField, fill, fillZero } from '../../fill.ts';
import { defaultPodTemplate } from '../../core/pod/defaults.ts';

/** Source: kubernetes v1.32 pkg/apis/apps/v1/defaults.go, SetDefaults_Deployment. */
export function defaultDeployment(deployment: Typed<Deployment>): Typed<Deployment> {
  return changeField(fill(deployment, { status: {} }), 'spec', defaultSpec);
}

function defaultSpec(spec: DeploymentSpec): DeploymentSpec {
  const result = fill(spec, { replicas: 1, strategy: {}, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
  return changeField(changeField(result, 'strategy', defaultStrategy), 'template', defaultPodTemplate);
}

function defaultStrategy(strategy: DeploymentStrategy): DeploymentStrategy {
  const result = fillZero(strategy, { type: 'RollingUpdate' });
  if (result.type !== 'RollingUpdate') return result;
  return changeField(fill(result, { rollingUpdate: {} }), 'rollingUpdate', (rolling) => fill(rolling, { maxUnavailable: '25%', maxSurge: '25%' }));
}
