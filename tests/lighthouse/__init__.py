"""What Lighthouse, Chromium's own inspector of pages, says of the site; its package is locked here."""
