"""What stands behind `schedario layout`."""
