/** The product's mark: a roof over a sent line. */
export function Mark({ className = 'size-5' }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden className={className} fill="none">
      <rect width="20" height="20" rx="5" className="fill-accent" />
      <path d="M4.5 10.2 10 5.4l5.5 4.8" className="stroke-on-accent" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
      <path d="m7.2 12.4 2 2 3.8-3.9" className="stroke-on-accent" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
