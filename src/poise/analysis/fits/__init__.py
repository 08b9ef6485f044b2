"""What a fit is made of: free parameters, their priors, and the data sets that it meets."""
