import { domAnimation, LazyMotion, MotionConfig } from 'framer-motion';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { changeLanguage } from './i18n/index.ts';
import { Shell } from './shell/Shell.tsx';
import { glass } from './store/index.ts';
import { styleNonce } from './ui/style-nonce.ts';
import { applyTheme } from './theme.ts';

/** The whole page. */
export function App() {
  const { theme, language, motion } = useStore(glass().settings);
  useEffect(() => applyTheme(theme, motion), [theme, motion]);
  useEffect(() => changeLanguage(language), [language]);
  return (
    <LazyMotion features={domAnimation} strict>
      <MotionConfig nonce={styleNonce} reducedMotion={motion === 'reduced' ? 'always' : 'user'}>
        <Shell />
      </MotionConfig>
    </LazyMotion>
  );
}
