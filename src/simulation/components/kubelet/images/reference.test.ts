import { expect, test } from 'vitest';
import { applyDefaultImageTag } from './reference.ts';

test.each([
  ['nginx', 'nginx:latest'],
  ['nginx:1.25', 'nginx:1.25'],
  ['registry.k8s.io/e2e-test-images/agnhost:2.40', 'registry.k8s.io/e2e-test-images/agnhost:2.40'],
  ['localhost:5000/app', 'localhost:5000/app:latest'],
  ['nginx@sha256:0123456789012345678901234567890123456789012345678901234567890123', 'nginx@sha256:0123456789012345678901234567890123456789012345678901234567890123'],
])('%s is pulled as %s', (name, image) => {
  expect(applyDefaultImageTag(name)).toEqual({ image });
});

test.each([
  ['Not/Valid', 'couldn\'t parse image name "Not/Valid": invalid reference format: repository name (Valid) must be lowercase'],
  ['Nginx', 'couldn\'t parse image name "Nginx": invalid reference format: repository name (Nginx) must be lowercase'],
  ['nginx:', 'couldn\'t parse image name "nginx:": invalid reference format'],
  ['nginx::1', 'couldn\'t parse image name "nginx::1": invalid reference format'],
  ['a b', 'couldn\'t parse image name "a b": invalid reference format'],
])('%s is no image name', (name, problem) => {
  expect(applyDefaultImageTag(name)).toEqual({ problem });
});
