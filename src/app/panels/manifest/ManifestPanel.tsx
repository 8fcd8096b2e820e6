import { type DragEvent, useState } from 'react';
import type { CommandResult, SimulationCommand } from '../../../protocol/index.ts';
import { useTexts } from '../../i18n/index.ts';
import { glass } from '../../store/index.ts';
import { Button, Select } from '../../ui/index.ts';
import { draft } from './draft.ts';
import { Editor } from './Editor.tsx';
import { examples, type ExampleId } from './examples.ts';
import { locate, type PlacedProblem } from './locate.ts';
import { Outcome } from './Outcome.tsx';
import './manifest.css';

const MAX_BYTES = 3 * 1024 * 1024;

/** Write YAML, hand it to kubectl, read what it answers; errors stand at their line. */
export function ManifestPanel() {
  const { t } = useTexts('panels');
  const [text, setText] = useState(draft.text);
  const { outcome, problems, busy, run, refuse } = useKubectl(text);
  const change = (next: string): void => setText((draft.text = next));
  const apply = (): void => run({ type: 'apply', manifest: draft.text });
  const open = async (event: DragEvent): Promise<void> => {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    if (file.size > MAX_BYTES) return refuse(t('manifest.tooLarge', { limit: '3 MiB' }));
    change(await file.text());
  };
  return (
    <div className="manifest" onDragOver={(event) => event.preventDefault()} onDrop={(event) => void open(event)}>
      <div className="manifest__editor">
        <Editor label={t('manifest.label')} text={text} problems={problems} onChange={change} onSubmit={apply} />
      </div>
      <div className="manifest__side">
        <div className="manifest__actions">
          <Button look="primary" disabled={busy} onClick={apply}>
            {t('manifest.apply')}
          </Button>
          <Button disabled={busy} onClick={() => run({ type: 'apply', manifest: draft.text, dryRun: 'server' })}>
            {t('manifest.dryRun')}
          </Button>
          <Button look="danger" disabled={busy} onClick={() => run({ type: 'delete-manifest', manifest: draft.text })}>
            {t('manifest.delete')}
          </Button>
        </div>
        <Select label={t('manifest.examples')} value={exampleOf(text)} onChange={(id) => change(examples[id as ExampleId])} options={(Object.keys(examples) as ExampleId[]).map((id) => ({ value: id, label: t(`manifest.example.${id}`) }))} />
        <Outcome busy={busy} outcome={outcome} problems={problems} />
      </div>
    </div>
  );
}

const exampleOf = (text: string): string => (Object.keys(examples) as ExampleId[]).find((id) => examples[id] === text) ?? '';

const NOTHING: readonly PlacedProblem[] = [];

function useKubectl(text: string) {
  const { t } = useTexts('panels');
  const [outcome, setOutcome] = useState<Pick<CommandResult, 'exitCode' | 'stdout' | 'stderr'>>();
  const [problems, setProblems] = useState(NOTHING);
  const [busy, setBusy] = useState(false);
  const refuse = (stderr: string): void => setOutcome({ exitCode: 1, stdout: '', stderr });
  const run = (command: SimulationCommand): void => {
    setBusy(true);
    setProblems(NOTHING);
    glass()
      .act(command)
      .then((result) => {
        setOutcome(result);
        setProblems(locate(text, result.problems));
      })
      .catch(() => refuse(t('manifest.interrupted')))
      .finally(() => setBusy(false));
  };
  return { outcome, problems, busy, run, refuse };
}
