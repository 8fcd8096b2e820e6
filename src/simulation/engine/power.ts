import type { Machine } from './actor.ts';

/** Takes the power from a machine: every process ends without a word to its peers. The disk stays. */
export function powerOff(machine: Machine): void {
  machine.powered = false;
  for (const actor of machine.actors) actor.crash();
}

/** Gives a machine power again. What starts on it, and when, is the owner's business. */
export function powerOn(machine: Machine): void {
  machine.powered = true;
}
