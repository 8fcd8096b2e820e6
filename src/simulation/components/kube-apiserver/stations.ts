import type { RandomStream } from '../../engine/index.ts';

/** A place on the request's way and the instant at which the request was done with it. */
export interface Station {
  readonly name: 'authentication' | 'authorization' | 'admission' | 'validation' | 'etcd';
  readonly atUs: number;
}

/**
 * How long a request spends inside the server before it reaches the store. Drawn once per request and slept through at
 * once: what the stations decide does not depend on when each of them was passed.
 */
export class Passage {
  private readonly bits: number;

  private constructor(bits: number) {
    this.bits = bits;
  }

  static draw(random: RandomStream): Passage {
    return new Passage(random.uint32());
  }

  get authenticationUs(): number {
    return 20 + (this.bits & 31);
  }

  get authorizationUs(): number {
    return 10 + ((this.bits >>> 5) & 15);
  }

  get admissionUs(): number {
    return 40 + ((this.bits >>> 9) & 63);
  }

  get validationUs(): number {
    return 40 + ((this.bits >>> 15) & 63);
  }

  get readUs(): number {
    return this.authenticationUs + this.authorizationUs;
  }

  get writeUs(): number {
    return this.readUs + this.admissionUs + this.validationUs;
  }

  /** The stations of a write that came in at `startUs` and was committed at `committedUs`. */
  ofWrite(startUs: number, committedUs: number): Station[] {
    const authentication = startUs + this.authenticationUs;
    const authorization = authentication + this.authorizationUs;
    const admission = authorization + this.admissionUs;
    return [
      { name: 'authentication', atUs: authentication },
      { name: 'authorization', atUs: authorization },
      { name: 'admission', atUs: admission },
      { name: 'validation', atUs: admission + this.validationUs },
      { name: 'etcd', atUs: committedUs },
    ];
  }
}
