import type { ReactNode } from 'react';
import { ServerData } from '#components/data/server-data.tsx';
import { ConsoleFrame } from '#components/frame/console-frame.tsx';
import { KeyboardProvider } from '#components/keyboard/keyboard-provider.tsx';
import { Toaster } from '#components/ui/toaster.tsx';
import { TooltipProvider } from '#components/ui/tooltip.tsx';

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <ServerData>
      <KeyboardProvider>
        <TooltipProvider>
          <ConsoleFrame>{children}</ConsoleFrame>
          <Toaster />
        </TooltipProvider>
      </KeyboardProvider>
    </ServerData>
  );
}
