"""One desk for each trade: joins screens to jobs and to what is on disk. What a screen wishes for is done here."""
