"""The questions as tools of an assistant (Model Context Protocol), on standard in- and output; read only."""
