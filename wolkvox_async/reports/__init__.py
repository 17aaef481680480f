"""Reports over date ranges: windows, their fetching in order, merging, and the paging of other lists."""
