"""From a comparison to alerts: rules as declared keys decide what an editor would want to be told; pure."""
