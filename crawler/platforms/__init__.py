"""How each platform's lists are asked for and answered: pure rooms, one a platform; the spiders do the asking."""
