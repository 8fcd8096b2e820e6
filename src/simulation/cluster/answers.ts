import type { Answer, Question } from '../../protocol/index.ts';
import type { Run } from './run.ts';

/** What an actor offers for its inside view, by topic. */
type Details = (topic: string) => unknown;

/** Answers a question about the inside. Reads only. */
export function answerQuestion(run: Run, question: Question): Answer {
  const { cluster } = run;
  switch (question.about) {
    case 'chain':
      return { about: 'chain', spans: cluster.engine.trace.chain(question.span).map((span) => ({ ...span })) };
    case 'details': {
      const actor = cluster.findActor(question.actor) as { details?: Details } | undefined;
      return { about: 'details', details: actor?.details?.(question.topic) ?? null };
    }
    case 'session':
      return { about: 'session', session: run.session() };
    case 'hash': {
      const { trace, state } = cluster.hash();
      return { about: 'hash', traceHash: trace, stateHash: state, nowUs: cluster.nowUs };
    }
  }
}
