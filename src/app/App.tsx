/** The whole page. */
export function App() {
  return (
    <main>
      <h1>Kubeglass</h1>
    </main>
  )
}
