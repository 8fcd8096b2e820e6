import type { PodObject } from '../pod-state.ts';
import { portKey, type SliceObject } from './endpoint.ts';
import type { PlacedSlice } from './placement.ts';

export interface HeldSlice extends PlacedSlice {
  readonly object: SliceObject;
}

/**
 * What the controller knows of one service: its slices as last written or seen, where each pod's endpoint is, and which pods changed since.
 * Our own writes are known from their answers, so a watch that lags is no hindrance.
 */
export class ServiceState {
  readonly slices = new Map<string, HeldSlice>();
  /** Slice name by pod uid. */
  readonly placed = new Map<string, string>();
  /** Pods to look at, by uid; undefined for one that is gone. */
  dirty = new Map<string, PodObject | undefined>();
  /** Look at all pods. */
  full = true;
  /** What was seen while a write of ours was under way: the watch may be faster than the answer. */
  private readonly seenMeanwhile: SliceObject[] = [];
  private writing = 0;

  /** A write begins: what the watch tells waits until its answer is known. */
  beginWrite(): void {
    this.writing++;
  }

  /** Answers the slices that somebody else wrote meanwhile. */
  endWrite(written: SliceObject | undefined): SliceObject[] {
    if (written) this.put(written);
    if (--this.writing > 0) return [];
    return this.seenMeanwhile.splice(0).filter((slice) => this.isNews(slice));
  }

  /** True when the slice is news; while a write is under way it is kept for later. */
  sees(object: SliceObject): boolean {
    if (!this.isNews(object)) return false;
    if (this.writing > 0) this.seenMeanwhile.push(object);
    return this.writing === 0;
  }

  put(object: SliceObject): void {
    const name = object.metadata.name!;
    this.forgetPlaces(name);
    const endpoints = object.endpoints ?? [];
    this.slices.set(name, { name, object, endpoints, portKey: portKey(object.ports) });
    for (const endpoint of endpoints) if (endpoint.targetRef?.uid) this.placed.set(endpoint.targetRef.uid, name);
  }

  remove(name: string): void {
    this.forgetPlaces(name);
    this.slices.delete(name);
  }

  /** False when it is what is known already, or older. */
  private isNews(object: SliceObject): boolean {
    const held = this.slices.get(object.metadata.name!);
    return !held || Number(held.object.metadata.resourceVersion) < Number(object.metadata.resourceVersion);
  }

  private forgetPlaces(name: string): void {
    const held = this.slices.get(name);
    if (!held) return;
    for (const { targetRef } of held.endpoints) if (targetRef?.uid && this.placed.get(targetRef.uid) === name) this.placed.delete(targetRef.uid);
  }
}
