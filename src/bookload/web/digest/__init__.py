"""The Monday page as mail and in chat rooms, each with its recipient's rights and never with pay."""
