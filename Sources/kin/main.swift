print("kin")
