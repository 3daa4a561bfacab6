"""What an intervention did to MRR: compared with accounts that it did not reach, with its interval."""
