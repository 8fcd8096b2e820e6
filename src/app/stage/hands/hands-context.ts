import { createContext, useContext, type PointerEvent } from 'react';

/** What a card can ask of the hands that hold the stage. */
export interface Hands {
  /** A pod was taken hold of: from here on it may be dragged out of its node. */
  readonly grabPod: (event: PointerEvent<HTMLElement>, podKey: string) => void;
}

export const HandsContext = createContext<Hands>({ grabPod: () => undefined });
export const useHands = (): Hands => useContext(HandsContext);
