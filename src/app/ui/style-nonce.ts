/** Carried by the <style> elements that libraries add at run time (CodeMirror: `EditorView.cspNonce`; framer-motion: `<MotionConfig nonce>`; Radix: `nonce`).
 *  It is no secret, a static page has none: it lets the policy refuse inline styles from anywhere else without 'unsafe-inline'. */
export const styleNonce = 'kubeglass';
