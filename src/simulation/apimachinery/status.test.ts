import { describe, expect, it } from 'vitest';
import { path, invalid as invalidField, required } from './field.ts';
import * as status from './status.ts';

describe('Status', () => {
  it('says what is missing, in which group', () => {
    expect(status.notFound('apps', 'deployments', 'x')).toEqual({
      kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'deployments.apps "x" not found', reason: 'NotFound',
      details: { name: 'x', group: 'apps', kind: 'deployments' }, code: 404,
    });
    expect(status.notFound('', 'pods', 'x').details).toEqual({ name: 'x', kind: 'pods' });
  });

  it('lists causes of what is invalid, and says each once', () => {
    const one = invalidField(path('spec', 'replicas'), -1, 'must be greater than or equal to 0');
    const two = required(path('spec').child('selector'), '');
    const answer = status.invalid('apps', 'Deployment', 'd', [one]);
    expect(answer.message).toBe('Deployment.apps "d" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0');
    expect(answer.details?.causes).toEqual([{ reason: 'FieldValueInvalid', message: 'Invalid value: -1: must be greater than or equal to 0', field: 'spec.replicas' }]);
    expect(status.invalid('', 'Pod', 'p', [two, one, two]).message).toBe(
      'Pod "p" is invalid: [spec.selector: Required value, spec.replicas: Invalid value: -1: must be greater than or equal to 0]');
  });

  it.each([
    [status.alreadyExists('', 'configmaps', 'doc'), 409, 'configmaps "doc" already exists'],
    [status.conflict('', 'configmaps', 'doc'), 409,
      'Operation cannot be fulfilled on configmaps "doc": the object has been modified; please apply your changes to the latest version and try again'],
    [status.forbidden('', 'pods', '', 'User "jane" cannot list'), 403, 'pods is forbidden: User "jane" cannot list'],
    [status.forbidden('', 'pods', 'p', 'failed quota'), 403, 'pods "p" is forbidden: failed quota'],
    [status.tooOldResourceVersion(1, 5), 410, 'too old resource version: 1 (5)'],
    [status.tooLargeResourceVersion(9, 5), 504, 'Timeout: Too large resource version: 9, current: 5'],
    [status.methodNotSupported('', 'pods', 'PATCH'), 405, 'PATCH is not supported on resources of kind "pods"'],
    [status.unsupportedMediaType(['a/b', 'c/d']), 415, 'the body of the request was in an unknown format - accepted media types include: a/b, c/d'],
    [status.serverTimeout('', 'pods', 'list', 2), 500, 'The list operation against pods could not be completed at this time, please try again.'],
    [status.internalError('boom'), 500, 'Internal error occurred: boom'],
    [status.unknownPath('get', 'metrics.k8s.io', 'pods'), 404, 'the server could not find the requested resource (get pods.metrics.k8s.io)'],
    [status.unprocessable(), 422, 'the server rejected our request due to an error in our request'],
  ])('%#: has its code and words', (answer, code, message) => {
    expect(answer.code).toBe(code);
    expect(answer.message).toBe(message);
  });

  it('is told apart from objects', () => {
    expect(status.isStatusFailure({ kind: 'Pod' })).toBe(false);
    expect(status.isStatusFailure(undefined)).toBe(false);
    expect(status.isStatusFailure(status.success())).toBe(false);
    expect(status.isNotFound(status.notFound('', 'pods', 'x'))).toBe(true);
    expect(status.isConflict(status.notFound('', 'pods', 'x'))).toBe(false);
    expect(status.isGone(status.expired('too old'))).toBe(true);
    expect(status.isExpired(status.gone('gone'))).toBe(false);
    expect(status.hasStatusCause(status.tooManyDisruptions('Cannot evict', 'needs 1', 0), 'DisruptionBudget')).toBe(true);
  });
});
