/** Not protobuf, or protobuf cut short. */
export class MalformedProtobuf extends Error {
  override name = 'MalformedProtobuf';
}

/** One field as it stands on the wire: a number for varints and fixed widths, else bytes. */
export type WireField = readonly [number: number, value: number | Uint8Array];

/** The fields of a message in their order. Source: protobuf.dev, encoding. Throws MalformedProtobuf. */
export function* wireFields(bytes: Uint8Array): Generator<WireField> {
  const reader = new Reader(bytes);
  while (!reader.atEnd) {
    const key = reader.varint();
    yield [Math.floor(key / 8), reader.value(key % 8)];
  }
}

class Reader {
  private at = 0;
  private readonly view: DataView;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  value(wireType: number): number | Uint8Array {
    switch (wireType) {
      case 0:
        return this.varint();
      case 1:
        return this.view.getFloat64(this.skip(8), true);
      case 2:
        return this.take(this.varint());
      case 5:
        return this.view.getInt32(this.skip(4), true);
      default:
        throw new MalformedProtobuf(`proto: illegal wireType ${wireType}`);
    }
  }

  /** Signed, as int32 and int64 are; exact up to 2^53. */
  varint(): number {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new MalformedProtobuf('unexpected EOF');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
    throw new MalformedProtobuf('proto: integer overflow');
  }

  private take(length: number): Uint8Array {
    const start = this.skip(length);
    return this.bytes.subarray(start, start + length);
  }

  private skip(length: number): number {
    if (!(length >= 0) || this.at + length > this.bytes.length) throw new MalformedProtobuf('unexpected EOF');
    this.at += length;
    return this.at - length;
  }
}
