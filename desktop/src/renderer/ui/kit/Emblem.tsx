/** The product's sign: a hall seen from above. */
export function Emblem({ size = '2.5rem' }: { readonly size?: string }) {
  return (
    <svg viewBox="0 0 64 64" width={size} height={size} aria-hidden style={{ flex: 'none' }}>
      <rect width="64" height="64" rx="14" fill="#0d2645" />
      <g fill="#f2c14e">
        <circle cx="10.5" cy="44" r="3.6" />
        <circle cx="15" cy="31" r="3.6" />
        <circle cx="24" cy="21.5" r="3.6" />
        <circle cx="40" cy="21.5" r="3.6" />
        <circle cx="49" cy="31" r="3.6" />
        <circle cx="53.5" cy="44" r="3.6" />
      </g>
      <g fill="#ffffff">
        <circle cx="20.5" cy="45" r="3.2" />
        <circle cx="25.5" cy="35" r="3.2" />
        <circle cx="38.5" cy="35" r="3.2" />
        <circle cx="43.5" cy="45" r="3.2" />
      </g>
      <rect x="27" y="43" width="10" height="7" rx="2" fill="#e5534b" />
    </svg>
  )
}
