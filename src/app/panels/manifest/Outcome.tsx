import { useStore } from 'zustand';
import type { CommandResult } from '../../../protocol/index.ts';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';
import { Button, Icon } from '../../ui/index.ts';
import type { PlacedProblem } from './locate.ts';

export interface OutcomeProps {
  readonly busy: boolean;
  readonly outcome: Pick<CommandResult, 'exitCode' | 'stdout' | 'stderr'> | undefined;
  readonly problems: readonly PlacedProblem[];
}

/** What kubectl answered, to the letter, and where in the text its complaints belong. */
export function Outcome({ busy, outcome, problems }: OutcomeProps) {
  const { t } = useTexts('panels');
  if (busy) return <Waiting />;
  if (!outcome) return <p className="manifest__hint">{t('manifest.hint')}</p>;
  const failed = outcome.exitCode !== 0;
  return (
    <div className="outcome" role={failed ? 'alert' : 'status'}>
      <pre className={`outcome__text outcome__text--${failed ? 'bad' : 'ok'}`}>{`${outcome.stdout}${outcome.stderr}`.trim()}</pre>
      {problems
        .filter(({ line }) => line !== undefined)
        .map((problem, i) => (
          <p key={i} className="outcome__place">
            {problem.column === undefined ? t('manifest.line', { line: problem.line! }) : t('manifest.lineColumn', { line: problem.line!, column: problem.column })}
          </p>
        ))}
    </div>
  );
}

/** The API server answers in virtual time: while that stands still, it never will. */
function Waiting() {
  const { t } = useTexts('panels');
  const paused = useStore(glass().playback, (state) => state.clock.paused && state.progress === null);
  if (!paused) return <p className="manifest__hint">{t('manifest.working')}</p>;
  return (
    <div className="manifest__paused" role="status">
      <p>{t('manifest.paused')}</p>
      <Button look="primary" onClick={() => glass().clock({ type: 'play' })}>
        <Icon name="play" size={14} />
        {t('manifest.play')}
      </Button>
    </div>
  );
}
