import { useReactFlow } from '@xyflow/react';
import { useTexts } from '../i18n/index.ts';
import { Icon, IconButton } from '../ui/index.ts';

export function ViewButtons({ onFit }: { readonly onFit: () => void }) {
  const { t } = useTexts('stage');
  const { zoomIn, zoomOut } = useReactFlow();
  return (
    <div className="view-buttons">
      <IconButton label={t('zoomIn')} onClick={() => void zoomIn()}>
        <Icon name="plus" size={14} />
      </IconButton>
      <IconButton label={t('zoomOut')} onClick={() => void zoomOut()}>
        <Icon name="minus" size={14} />
      </IconButton>
      <IconButton label={t('fit')} onClick={onFit}>
        <Icon name="fit" size={14} />
      </IconButton>
    </div>
  );
}
