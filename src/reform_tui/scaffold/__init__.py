"""New files for those who write rules: a project, a check, a rule, a feed, each complete and each proved."""
