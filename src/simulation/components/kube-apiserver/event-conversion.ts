import type { Event as CoreEvent } from 'kubernetes-types/core/v1.d.ts';
import type { Event } from 'kubernetes-types/events/v1.d.ts';
import type { KubeObject } from '../../apimachinery/meta.ts';

/** Between a version that is served and the one that is stored. */
export interface Conversion {
  toStored(object: KubeObject): KubeObject;
  fromStored(object: KubeObject): KubeObject;
}

const defined = (fields: object): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** events.k8s.io/v1 Events are kept as core/v1 Events. Source: kubernetes v1.32 pkg/apis/events/v1/conversion.go. */
export const eventConversion: Conversion = {
  toStored: (object) => {
    const { regarding, note, reportingController, deprecatedSource, deprecatedFirstTimestamp, deprecatedLastTimestamp, deprecatedCount, ...same } = object as unknown as Event;
    const renamed = {
      involvedObject: regarding, message: note, reportingComponent: reportingController, source: deprecatedSource,
      firstTimestamp: deprecatedFirstTimestamp, lastTimestamp: deprecatedLastTimestamp, count: deprecatedCount,
    };
    return { ...same, ...defined(renamed), apiVersion: object.apiVersion === 'events.k8s.io/v1' ? 'v1' : object.apiVersion } as KubeObject;
  },
  fromStored: (object) => {
    const { involvedObject, message, reportingComponent, source, firstTimestamp, lastTimestamp, count, ...same } = object as unknown as CoreEvent;
    const renamed = {
      regarding: involvedObject, note: message, reportingController: reportingComponent, deprecatedSource: source,
      deprecatedFirstTimestamp: firstTimestamp, deprecatedLastTimestamp: lastTimestamp, deprecatedCount: count,
    };
    return { ...same, ...defined(renamed), apiVersion: 'events.k8s.io/v1' } as KubeObject;
  },
};
