import { describe, expect, it } from 'vitest';
import { locate, steps } from './locate.ts';

const text = `apiVersion: v1
kind: Pod
metadata:
  name: Bad_Name
spec:
  containers:
  - name: web
    image: nginx
`;

describe('locate', () => {
  it('splits field paths, with bracketed keys as one step', () => {
    expect(steps('spec.containers[0].image')).toEqual(['spec', 'containers', 0, 'image']);
    expect(steps('metadata.labels[a.b/c]')).toEqual(['metadata', 'labels', 'a.b/c']);
  });

  it('finds the line of a field', () => {
    expect(locate(text, [{ message: 'm', document: 0, field: 'metadata.name' }])[0]).toMatchObject({ line: 4, column: 3 });
    expect(locate(text, [{ message: 'm', document: 0, field: 'spec.containers[0].image' }])[0]).toMatchObject({ line: 8, column: 5 });
  });

  it('shows a missing field at its parent', () => {
    expect(locate(text, [{ message: 'm', document: 0, field: 'spec.containers[0].command' }])[0]).toMatchObject({ line: 7 });
  });

  it('finds fields of a later document', () => {
    expect(locate(`${text}---\n${text}`, [{ message: 'm', document: 1, field: 'kind' }])[0]).toMatchObject({ line: 11 });
  });

  it('takes a line as it is, within the text', () => {
    expect(locate(text, [{ message: 'm', document: 0, line: 99 }])[0]!.from).toBeLessThanOrEqual(text.length);
  });
});
