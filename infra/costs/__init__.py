"""What a deployment costs: counted work, dated list prices, and shapes of use."""
