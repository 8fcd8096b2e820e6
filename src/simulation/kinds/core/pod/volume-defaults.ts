import type { DownwardAPIVolumeFile, Volume, VolumeProjection } from 'kubernetes-types/core/v1.d.ts';
import { canonicalQuantity } from '../../../apimachinery/quantity.ts';
import { changeField, fill, fillZero, mapSame } from '../../fill.ts';

const readableByAll = 0o644;

/** Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go, SetDefaults_Volume and the sources' own. */
export function defaultVolume(volume: Volume): Volume {
  if (Object.keys(volume).every((key) => key === 'name')) return { ...volume, emptyDir: {} };
  let result = changeField(volume, 'secret', (source) => fill(source, { defaultMode: readableByAll }));
  result = changeField(result, 'configMap', (source) => fill(source, { defaultMode: readableByAll }));
  result = changeField(result, 'emptyDir', (source) => changeField(source, 'sizeLimit', canonicalQuantity));
  result = changeField(result, 'hostPath', (source) => fill(source, { type: '' }));
  result = changeField(result, 'iscsi', (source) => fillZero(source, { iscsiInterface: 'default' }));
  result = changeField(result, 'downwardAPI', (source) =>
    changeField(fill(source, { defaultMode: readableByAll }), 'items', (items) => mapSame(items, defaultDownwardFile)));
  result = changeField(result, 'projected', (source) =>
    changeField(fill(source, { defaultMode: readableByAll }), 'sources', (sources) => mapSame(sources, defaultProjection)));
  return changeField(result, 'ephemeral', (source) => changeField(source, 'volumeClaimTemplate', (template) =>
    changeField(template, 'spec', (spec) => fill(spec, { volumeMode: 'Filesystem' }))));
}

function defaultProjection(projection: VolumeProjection): VolumeProjection {
  const result = changeField(projection, 'serviceAccountToken', (token) => fillZero(token, { expirationSeconds: 3600 }));
  return changeField(result, 'downwardAPI', (source) => changeField(source, 'items', (items) => mapSame(items, defaultDownwardFile)));
}

function defaultDownwardFile(file: DownwardAPIVolumeFile): DownwardAPIVolumeFile {
  const result = changeField(file, 'fieldRef', (ref) => fillZero(ref, { apiVersion: 'v1' }));
  return changeField(result, 'resourceFieldRef', (ref) => fillZero(ref, { divisor: '0' }));
}
